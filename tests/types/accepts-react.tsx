// Everything here compiles against the installed package, with React's types.

import type { ReactNode } from "react";
import { createTokenManager, type TokenError, type TokenManager, type TokenSnapshot } from "workos-widget-tokens";
import { diagnose, type TokenFinding, type TokenFindingCode } from "workos-widget-tokens/diagnostics";
import {
  useWidgetToken,
  type WidgetsQueryClient,
  type WidgetToken,
  type WidgetTokenKey,
  WidgetTokens,
  type WidgetTokensProps,
} from "workos-widget-tokens/react";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_ extends true>(): void {}

const tokens: TokenManager = createTokenManager({ endpoint: "/api/widget-token" });

/** The props of a widget. */
function Widget(_props: { authToken: string | (() => Promise<string>) }): ReactNode {
  return null;
}

export function Below(): ReactNode {
  const found: WidgetToken = useWidgetToken({ widgetScope: "sso" });
  const key: WidgetTokenKey = { organizationId: "org_1", widgetScope: ["sso", "dsync"], widgetSession: "mount-1" };
  const { token, status, error, getToken } = useWidgetToken(key);
  holds<Equal<typeof token, string | undefined>>();
  holds<Equal<typeof status, TokenSnapshot["status"]>>();
  holds<Equal<typeof error, TokenError | undefined>>();
  holds<Equal<ReturnType<typeof getToken>, Promise<string>>>();
  return (
    <>
      <Widget authToken={getToken} />
      {found.token && <Widget authToken={found.token} />}
    </>
  );
}

export function Alone(): ReactNode {
  const { getToken } = useWidgetToken(tokens, { organizationId: "org_1", widgetScope: "widgets:sso:manage" });
  return <Widget authToken={getToken} />;
}

const queryClient: WidgetsQueryClient = {
  getDefaultOptions: () => ({}),
  setQueryDefaults: () => {},
  invalidateQueries: async () => {},
  removeQueries: () => {},
  refetchQueries: async () => {},
  getQueryCache: () => ({ getAll: () => [], remove: () => {}, subscribe: () => () => {} }),
};
const all: WidgetTokensProps = { tokens, organizationId: "org_1", user: null, queryClient, children: "text" };

export const pages: ReactNode[] = [
  <WidgetTokens key="1" tokens={tokens} organizationId="org_1" />,
  <WidgetTokens key="2" {...all} />,
  <WidgetTokens key="3" tokens={tokens} organizationId="org_1" user="user_1">
    <Below />
    <Alone />
  </WidgetTokens>,
];

const end: () => void = diagnose(tokens);
end();
diagnose(tokens, (finding: TokenFinding) => {
  holds<Equal<typeof finding.code, TokenFindingCode>>();
  const words: [string, string] = [finding.message, finding.key.organizationId];
  words.pop();
});
