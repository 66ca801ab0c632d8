import { Component } from "@angular/core";
import { Connection } from "./connection";

@Component({ imports: [Connection], template: `<output><app-connection organizationId="org_1" /></output>` })
export default class Home {}
