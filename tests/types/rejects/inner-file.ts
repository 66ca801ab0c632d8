import "workos-widget-tokens/dist/streaming.js"; // must not compile: 2882
