/** A React Router 8 app, with the component of docs/react.md. */

import { testReactRouter } from "./react-router.js";

testReactRouter(8);
