import { Token } from "./token";

export default function Page() {
  return <Token />;
}
