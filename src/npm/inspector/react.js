"use client";
/** The inspector as a component; in a production build, nothing. */

import { useEffect } from "react";
import { mountInspector } from "../inspector/index.js";

/** @type {(props: import("../inspector-react.js").TokenInspectorProps) => null} */
export const TokenInspector =
  process.env.NODE_ENV === "production"
    ? () => null
    : ({ tokens }) => {
        useEffect(() => mountInspector(tokens), [tokens]);
        return null;
      };
