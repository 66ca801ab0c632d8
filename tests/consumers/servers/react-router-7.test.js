/** A React Router 7 app, with the component of docs/react.md. */

import { testReactRouter } from "./react-router.js";

testReactRouter(7);
