import { Connection } from "../connection.jsx";

export default function Home() {
  return (
    <output>
      <Connection organizationId="org_1" />
    </output>
  );
}
