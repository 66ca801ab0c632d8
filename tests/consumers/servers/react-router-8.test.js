/** An app of React Router 8, with the component of docs/react.md. */

import { testReactRouter } from "./react-router.js";

testReactRouter(8);
