import { QueryClient } from "@tanstack/react-query";
import { AdminPortalSsoConnection, UserSessions, UsersManagement, WorkOsWidgets } from "@workos-inc/widgets";
import { createTokenManager } from "workos-widget-tokens";
import { useAuthToken, useWidgetToken, WidgetTokens } from "workos-widget-tokens/react";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const queryClient = new QueryClient();

function Users() {
  const widgetToken = useWidgetToken({ widgetScope: ["widgets:sso:manage", "widgets:users-table:manage"] });
  const { getToken } = widgetToken;
  const authToken = useAuthToken(widgetToken);
  return (
    <>
      <UserSessions authToken={getToken} />
      {authToken && <UsersManagement authToken={authToken} />}
      <AdminPortalSsoConnection authToken={getToken} />
      <UsersManagement authToken={getToken} />
    </>
  );
}

export const app = (
  <WidgetTokens tokens={tokens} organizationId="org_1" user="user_1" queryClient={queryClient}>
    <WorkOsWidgets queryClient={queryClient}>
      <Users />
    </WorkOsWidgets>
  </WidgetTokens>
);
