// The shapes of the API, as the components' own generated client has them, so that the type checker compares
// what the stand-in answers with what the components read. (The package's map of its types lacks the ".d".)

export type {
  ActiveSession,
  AuditLogStreamJSON,
  AuthenticationInformationResponseData,
  DataIntegrationWithConnections,
  Directory,
  ListOrganizationApiKeyPermission,
  ListOrganizationApiKeysResponseData,
  Me,
  Member,
  MemberRole,
  OrganizationDomain,
  OrganizationInfo,
  SettingsResponse,
  SsoConnection,
} from "@workos-inc/widgets/experimental/api/fetch.d";
