import type { QueryClient } from "@tanstack/query-core";
import { Component, type ReactNode } from "react";
import { createTokenManager, type TokenError, type TokenKey, type TokenManager } from "workos-widget-tokens";
import { diagnose, type TokenFinding, type TokenFindingCode } from "workos-widget-tokens/diagnostics";
import {
  useAuthToken,
  useWidgetToken,
  type WidgetToken,
  type WidgetTokenKey,
  WidgetTokens,
  type WidgetTokensProps,
} from "workos-widget-tokens/react";

const tokens: TokenManager = createTokenManager({ endpoint: "/api/widget-token" });

/** As the published widgets declare it. */
function Widget(_props: { authToken: string | (() => Promise<string>) }): ReactNode {
  return null;
}

function Connections(): ReactNode {
  const { getToken, token, status, error }: WidgetToken = useWidgetToken({ widgetScope: "widgets:sso:manage" });
  const request: Promise<string> = getToken({ signal: new AbortController().signal, waitTimeoutMs: 1_000 });
  request.catch((reason: TokenError) => reason.code);
  const text: string = token === undefined ? status : `Bearer ${token}`;
  if (status === "failed" && error !== undefined) throw error;
  return text === "" ? null : <Widget authToken={getToken} />;
}

function Begun(): ReactNode {
  const authToken: string | (() => Promise<string>) | undefined = useAuthToken(useWidgetToken({ widgetScope: "sso" }));
  return authToken && <Widget authToken={authToken} />;
}

function Alone({ organizationId }: { organizationId: string }) {
  const key: TokenKey = { organizationId, widgetScope: ["sso", "dsync"], widgetSession: "mount-1" };
  const { getToken } = useWidgetToken(tokens, key);
  return <Widget authToken={getToken} />;
}

const keys: WidgetTokenKey[] = [
  { widgetScope: "sso" },
  { widgetScope: ["sso", "widgets:api-keys:manage"] as const },
  { widgetScope: "sso", organizationId: "org_1", widgetSession: "a" },
  { widgetScope: "sso", organizationId: undefined, widgetSession: undefined },
];

interface Session {
  organization: { id: string };
  user?: { id: string };
  queryClient?: QueryClient;
}

/** Values that may not be known yet can be passed directly. */
export function App({ session }: { session: Session }) {
  return (
    <WidgetTokens
      tokens={tokens}
      organizationId={session.organization.id}
      user={session.user?.id}
      queryClient={session.queryClient}
    >
      <Connections />
      <Begun />
      {keys.map((key, index) => (
        <Alone key={index} organizationId={key.organizationId ?? "org_1"} />
      ))}
    </WidgetTokens>
  );
}

export const least: WidgetTokensProps = { tokens, organizationId: "org_1" };
export const nobody = <WidgetTokens {...least} user={null} />;
export const many = (
  <WidgetTokens {...least}>
    text
    {1}
    {null}
    <Connections />
  </WidgetTokens>
);

export class Boundary extends Component<{ children: ReactNode }, { error?: TokenError }> {
  override state: { error?: TokenError } = {};
  static getDerivedStateFromError(error: TokenError) {
    return { error };
  }
  override render() {
    return this.state.error?.code ?? this.props.children;
  }
}

const end: () => void = diagnose(tokens, ({ code, key, message }: TokenFinding) => {
  const codes: TokenFindingCode[] = ["opaque_token", code];
  return `${codes.join()} ${key.organizationId} ${message}`;
});
end();
diagnose(tokens);
