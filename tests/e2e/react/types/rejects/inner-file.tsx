import { holdOf } from "workos-widget-tokens/react/hold"; // must not compile: 2307

export { holdOf };
