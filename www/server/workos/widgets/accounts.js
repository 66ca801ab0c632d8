import { organizations } from "../directory.js";
import { newIdentifier } from "../identifier.js";
import { findPerson } from "../people.js";
import { ago, days } from "./ago.js";

/**
 * What the widgets show of one user, and change.
 *
 * @typedef {object} Account
 * @property {import("./shapes.js").Me} me
 * @property {import("./shapes.js").ActiveSession[]} sessions the one that the widget tokens belong to is the first
 * @property {import("./shapes.js").AuthenticationInformationResponseData} authentication
 *
 * @typedef {ReturnType<typeof createAccounts>} Accounts
 */

const THIS_DEVICE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1";
const OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** None of the ways to have signed in; a session is of one of them. */
const WAYS = {
  usedSsoAuth: false,
  usedPasswordAuth: false,
  usedPasskeyAuth: false,
  usedAppleOauth: false,
  usedBitbucketOauth: false,
  usedGithubOauth: false,
  usedGitLabOauth: false,
  usedGoogleOauth: false,
  usedLinkedInOauth: false,
  usedImpersonation: false,
  usedMicrosoftOauth: false,
  usedSlackOauth: false,
  usedXeroOauth: false,
  usedMagicAuth: false,
};

/**
 * The users as the widgets have left them. Each is set up when first asked for.
 *
 * @param {import("../../clock.js").Clock} clock
 */
export function createAccounts(clock) {
  /** @type {Map<string, Account>} */
  const accounts = new Map();

  return {
    /**
     * @param {string} userId of a user who is known
     * @returns {Account}
     */
    get(userId) {
      let account = accounts.get(userId);
      if (!account) {
        account = newAccount(userId, clock.now());
        accounts.set(userId, account);
      }
      return account;
    },

    /** Forgets every change. */
    reset() {
      accounts.clear();
    },
  };
}

/**
 * @param {string} userId
 * @param {number} nowMs
 * @returns {Account}
 */
function newAccount(userId, nowMs) {
  const person = findPerson(userId);
  if (!person) throw new TypeError(`There is no user ${userId}.`);
  const { id, email, firstName, lastName, sessionId } = person;
  const google = { id: newIdentifier("oauth"), email, firstName, lastName, lastLoginAt: ago(nowMs, days(3)) };
  return {
    me: {
      id,
      email,
      firstName,
      lastName,
      locale: "en",
      profilePictureUrl: null,
      oauthProfiles: { GoogleOAuth: google },
    },
    sessions: [
      newSession(id, {
        id: sessionId,
        userAgent: THIS_DEVICE,
        minutesAgo: 1,
        cityName: "Lisbon",
        countryISOCode: "PT",
      }),
      newSession(id, { userAgent: PHONE, minutesAgo: 47, cityName: "Lisbon", countryISOCode: "PT" }),
      newSession(id, { userAgent: OFFICE, minutesAgo: days(2), cityName: "London", countryISOCode: "GB" }),
    ],
    authentication: {
      verificationMethods: {
        Password: { provider: "Password", isSetUp: true, lastUsed: ago(nowMs, days(9)), isCurrentSession: false },
        Mfa: { provider: "MFA", isSetUp: true, lastUsed: ago(nowMs, days(3)) },
        Passkey: { provider: "Passkey", isSetUp: false, lastUsed: null, passKeys: [], isCurrentSession: false },
      },
      passwordSettings: {
        isPasswordNumberRequired: true,
        isPasswordPwnedRequired: true,
        isPasswordSymbolRequired: false,
        isPasswordUppercaseRequired: false,
        passwordMinimumLength: 10,
        passwordMinimumStrength: 3,
      },
    },
  };

  /**
   * @param {string} userlandUserId
   * @param {{ id?: string, userAgent: string, minutesAgo: number, cityName: string, countryISOCode: string }} device
   * @returns {import("./shapes.js").ActiveSession}
   */
  function newSession(userlandUserId, { id = newIdentifier("session"), userAgent, minutesAgo, ...currentLocation }) {
    return {
      ...WAYS,
      id,
      userlandUserId,
      userAgent,
      ipAddress: "192.0.2.17",
      currentLocation,
      organizationId: organizations.acme.id,
      state: { tag: "Issued", expiresAt: ago(nowMs, -days(7)) },
      usedSsoAuth: true,
      impersonatorUserId: null,
      impersonatorEmail: null,
      impersonationReason: null,
      lastActivityAt: ago(nowMs, minutesAgo),
      createdAt: ago(nowMs, minutesAgo + days(5)),
      updatedAt: ago(nowMs, minutesAgo),
    };
  }
}
