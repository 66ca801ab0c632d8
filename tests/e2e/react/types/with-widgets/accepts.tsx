import { QueryClient } from "@tanstack/react-query";
import { AdminPortalSsoConnection, UsersManagement, WorkOsWidgets } from "@workos-inc/widgets";
import { createTokenManager } from "workos-widget-tokens";
import { useWidgetToken, WidgetTokens } from "workos-widget-tokens/react";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const queryClient = new QueryClient();

function Users() {
  const { getToken } = useWidgetToken({ widgetScope: ["widgets:sso:manage", "widgets:users-table:manage"] });
  return (
    <>
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
