import { JsonPipe } from "@angular/common";
import { Component, inject } from "@angular/core";
import { ActivatedRoute } from "@angular/router";
import { askOnServer } from "./ask.js";
import { tokens } from "./tokens";

export const ask = () => askOnServer(tokens);

@Component({ imports: [JsonPipe], template: "<output>{{ outcome | json }}</output>" })
export default class Refused {
  readonly outcome = inject(ActivatedRoute).snapshot.data.outcome;
}
