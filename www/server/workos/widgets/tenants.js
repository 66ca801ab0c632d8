import { organizations } from "../directory.js";
import { newIdentifier } from "../identifier.js";
import { membersOf } from "../people.js";
import { ago, days } from "./ago.js";

/**
 * What the widgets show of one organization, and change.
 *
 * @typedef {object} Tenant
 * @property {import("./shapes.js").Member[]} members
 * @property {import("./shapes.js").SsoConnection[]} ssoConnections
 * @property {import("./shapes.js").OrganizationDomain[]} domains
 * @property {import("./shapes.js").ListOrganizationApiKeysResponseData[]} apiKeys
 * @property {import("./shapes.js").Directory[]} directories
 * @property {import("./shapes.js").AuditLogStreamJSON | {}} auditLogStream
 *
 * @typedef {ReturnType<typeof createTenants>} Tenants
 */

/** @type {import("./shapes.js").MemberRole[]} */
export const ROLES = [
  { slug: "admin", name: "Admin", default: false, description: "May do everything" },
  { slug: "billing", name: "Billing", default: false, description: "Sees invoices and changes the plan" },
  { slug: "member", name: "Member", default: true, description: "Works with what others have set up" },
];

const DNS_TOKENS = { verificationPrefix: "workos-domain-verification", subdomain: null };

/** What sets the organizations apart, besides their members. */
const TRAITS = new Map([
  [
    organizations.acme.id,
    { domain: "acme.example", pending: "acme-labs.example", provider: "OktaSaml", directory: "okta scim v2.0" },
  ],
  [
    organizations.analytical.id,
    { domain: "analytical.example", pending: "engines.example", provider: "GoogleSaml", directory: "gsuite directory" },
  ],
  [
    organizations.harbour.id,
    { domain: "harbour.example", pending: "compilers.example", provider: "AzureSaml", directory: "azure scim v2.0" },
  ],
  [
    organizations.kernel.id,
    { domain: "kernel.example", pending: "works.example", provider: "KeycloakSaml", directory: "generic scim v2.0" },
  ],
]);

/**
 * The organizations as the widgets have left them. Each is set up when first asked for.
 *
 * @param {import("../../clock.js").Clock} clock
 */
export function createTenants(clock) {
  /** @type {Map<string, Tenant>} */
  const tenants = new Map();

  return {
    /** @param {string} organizationId */
    get(organizationId) {
      let tenant = tenants.get(organizationId);
      if (!tenant) {
        tenant = newTenant(organizationId, clock.now());
        tenants.set(organizationId, tenant);
      }
      return tenant;
    },

    /** Forgets every change. */
    reset() {
      tenants.clear();
    },
  };
}

/**
 * @param {string} organizationId
 * @param {number} nowMs
 * @returns {Tenant}
 */
function newTenant(organizationId, nowMs) {
  const members = membersOf(organizationId).map((membership) => newMember(membership, nowMs));
  const traits = TRAITS.get(organizationId);
  if (!traits) {
    return { members, ssoConnections: [], domains: [], apiKeys: [], directories: [], auditLogStream: {} };
  }
  return {
    members,
    ssoConnections: [newSsoConnection(traits, nowMs)],
    domains: newDomains(traits, nowMs),
    apiKeys: newApiKeys(nowMs),
    directories: [newDirectory(traits, nowMs)],
    auditLogStream: {
      id: newIdentifier("audit_log_stream"),
      state: "Active",
      type: "Datadog",
      lastSyncedEventId: newIdentifier("event"),
      auditLogTrailId: newIdentifier("audit_log_trail"),
    },
  };
}

/**
 * @param {import("../people.js").Membership} membership
 * @param {number} nowMs
 * @returns {import("./shapes.js").Member}
 */
function newMember({ person, role, status, activeMinutesAgo }, nowMs) {
  const isActive = status === "Active";
  return {
    id: person.id,
    email: person.email,
    emailVerified: isActive,
    profilePictureUrl: null,
    firstName: person.firstName,
    lastName: person.lastName,
    createdAt: ago(nowMs, days(isActive ? 200 : 2)),
    lastActivityAt: isActive ? ago(nowMs, activeMinutesAgo) : null,
    status,
    actions: isActive ? ["edit-role", "revoke-membership"] : ["resend-invite", "revoke-invite"],
    roles: ROLES.filter(({ slug }) => slug === role),
  };
}

/**
 * @param {{ provider: string }} traits
 * @param {number} nowMs
 * @returns {import("./shapes.js").SsoConnection}
 */
function newSsoConnection({ provider }, nowMs) {
  return {
    id: newIdentifier("conn"),
    type: /** @type {"OktaSaml"} */ (provider),
    name: "Single sign-on",
    state: "Active",
    providerTag: "Saml",
    createdAt: ago(nowMs, days(190)),
    x509Certificates: [
      {
        id: newIdentifier("x509_certificate"),
        value: "-----BEGIN CERTIFICATE-----…",
        notBefore: ago(nowMs, days(190)),
        notAfter: ago(nowMs, -days(905)),
      },
    ],
    latestExpiringCertificate: null,
    latestExpiredCertificate: null,
    lastSession: { id: newIdentifier("sso_session"), createdAt: ago(nowMs, 12), state: "Successful" },
  };
}

/**
 * @param {{ domain: string, pending: string }} traits
 * @param {number} nowMs
 * @returns {import("./shapes.js").OrganizationDomain[]}
 */
function newDomains({ domain, pending }, nowMs) {
  const id = () => newIdentifier("org_domain");
  const verificationToken = newIdentifier("token").slice(-24).toLowerCase();
  const record = { ...DNS_TOKENS, verificationToken };
  return [
    { id: id(), domain, state: "Verified", nameServer: "CloudFlare", createdAt: ago(nowMs, days(180)), ...record },
    { id: id(), domain: pending, state: "Pending", nameServer: "AwsRoute53", createdAt: ago(nowMs, 90), ...record },
  ];
}

/**
 * @param {number} nowMs
 * @returns {import("./shapes.js").ListOrganizationApiKeysResponseData[]}
 */
function newApiKeys(nowMs) {
  return [
    {
      id: newIdentifier("api_key"),
      name: "Production backend",
      obfuscatedValue: "sk_…9QZ4",
      createdAt: ago(nowMs, days(120)),
      lastUsedAt: ago(nowMs, 3),
      expiresAt: null,
      permissions: ["projects:read", "projects:write"],
    },
    {
      id: newIdentifier("api_key"),
      name: "Nightly export",
      obfuscatedValue: "sk_…K7WM",
      createdAt: ago(nowMs, days(31)),
      lastUsedAt: ago(nowMs, 640),
      expiresAt: ago(nowMs, -days(59)),
      permissions: ["reports:read"],
    },
  ];
}

/**
 * @param {{ domain: string, directory: string }} traits
 * @param {number} nowMs
 * @returns {import("./shapes.js").Directory}
 */
function newDirectory({ domain, directory }, nowMs) {
  return {
    id: newIdentifier("directory"),
    name: domain,
    type: /** @type {"okta scim v2.0"} */ (directory),
    state: "linked",
    createdAt: ago(nowMs, days(170)),
    updatedAt: ago(nowMs, 25),
    lastSyncRunAt: ago(nowMs, 25),
    metadata: { users: { active: 148, inactive: 9 }, groups: 12 },
  };
}
