import { useEffect, useState } from "react";
import { getToken } from "../streaming-token.js";

export default function Streaming() {
  const [token, setToken] = useState("");
  useEffect(() => {
    getToken().then(setToken);
  }, []);
  return <output>{token}</output>;
}
