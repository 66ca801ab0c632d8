import { afterNextRender, Component, signal } from "@angular/core";
import { getToken } from "./streaming-token.js";

@Component({ template: "<output>{{ token() }}</output>" })
export default class Streaming {
  readonly token = signal("");

  constructor() {
    afterNextRender(async () => this.token.set(await getToken()));
  }
}
