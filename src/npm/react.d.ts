/**
 * Tokens for WorkOS widgets in React 18 and newer.
 *
 * ```jsx
 * <WidgetTokens tokens={tokens} organizationId={organization.id} user={user.id}>
 *   <WorkOsWidgets>
 *     <Connections />
 *   </WorkOsWidgets>
 * </WidgetTokens>
 *
 * function Connections() {
 *   const { getToken } = useWidgetToken({ widgetScope: "widgets:sso:manage" });
 *   return <AdminPortalSsoConnection authToken={getToken} />;
 * }
 * ```
 */

import type { ReactNode } from "react";
import type { GetTokenOptions, TokenError, TokenKey, TokenManager, TokenSnapshot, WidgetScope } from "./index.js";

/** What {@link useWidgetToken} returns. The same object until something in it changes. */
export interface WidgetToken {
  /** The valid token, if there is one: for your own requests. Pass `getToken` to widgets. */
  readonly token?: string;
  /** As in {@link TokenSnapshot}; `loading` on a server, and until the first token arrives. */
  readonly status: TokenSnapshot["status"];
  /**
   * Why the last request failed, when `retrying` or `failed`. It is not thrown: for an error boundary, throw it when
   * `failed`. When the boundary mounts its children again, they fetch again, five seconds after the refusal at the
   * earliest.
   */
  readonly error?: TokenError;
  /**
   * For a widget: `authToken={getToken}`. Waits through an outage of any length while a component with the key is
   * mounted. When the last is unmounted, waiting callers receive `aborted`, unless they passed a signal. The same
   * function for the same key.
   */
  readonly getToken: (options?: GetTokenOptions) => Promise<string>;
}

/** A key whose organization is that of the {@link WidgetTokens} above, if it names none. */
export interface WidgetTokenKey {
  /** Default: the organization of the `WidgetTokens` above. */
  readonly organizationId?: string | undefined;
  /** As in {@link TokenKey}. */
  readonly widgetScope: WidgetScope | readonly WidgetScope[];
  /** As in {@link TokenKey}. */
  readonly widgetSession?: string | undefined;
}

/**
 * The token of a key, kept fresh while the component is mounted. Renders again when it changes. Fetches when the
 * component is mounted: not on a server, and not in a render that is discarded.
 *
 * @throws {TokenError} for a malformed key, or a new one after `dispose()`: an error boundary sees it
 */
export function useWidgetToken(tokens: TokenManager, key: TokenKey): WidgetToken;

/**
 * The same below a {@link WidgetTokens}, which sets the organization and the user.
 *
 * @throws {TokenError} as above
 */
export function useWidgetToken(key: WidgetTokenKey): WidgetToken;

/**
 * Turns what {@link useWidgetToken} returned into a widget's `authToken`: undefined until there is a token, then the
 * token itself for the first render, then the function. The function as well if a token is refused: a mounted
 * widget asks again when the visitor comes back.
 *
 * ```jsx
 * const authToken = useAuthToken(useWidgetToken({ widgetScope: "widgets:sso:manage" }));
 * return authToken ? <AdminPortalSsoConnection authToken={authToken} /> : <AdminPortalSsoConnectionLoading />;
 * ```
 *
 * A widget works with the function alone, but its first requests have no token, are refused, and the browser
 * reports that in the console.
 */
export function useAuthToken(widgetToken: WidgetToken): string | WidgetToken["getToken"] | undefined;

/** What is used of a `QueryClient` of `@tanstack/react-query` 5. */
export interface WidgetsQueryClient {
  getDefaultOptions(): { queries?: any };
  setQueryDefaults(queryKey: readonly unknown[], options: any): void;
  invalidateQueries(filters: { predicate: (query: any) => boolean }): unknown;
  removeQueries(filters: { predicate: (query: any) => boolean }): unknown;
  refetchQueries(filters: { predicate: (query: any) => boolean; type: "active" }): unknown;
  getQueryCache(): {
    getAll(): WidgetsQuery[];
    remove(query: any): void;
    subscribe(listener: (event: { type: string; query: any }) => void): unknown;
  };
}

/** What is used of a `Query` of its cache. */
export interface WidgetsQuery {
  readonly queryKey: readonly unknown[];
  readonly options: { readonly initialData?: unknown; readonly networkMode?: string | undefined };
  readonly state: { readonly data?: any; readonly fetchStatus: string };
  getObserversCount(): number;
}

/** Properties of {@link WidgetTokens}. */
export interface WidgetTokensProps {
  /** The manager. Create it once, outside of any component. */
  tokens: TokenManager;
  /** The organization whose widgets are shown. */
  organizationId: string;
  /**
   * The signed-in user: passed to `setUser` when it changes. Null for nobody: renders nothing. If left out, call
   * `setUser` yourself; nothing below is mounted again when you do.
   */
  user?: string | null | undefined;
  /**
   * The query client that is given to `WorkOsWidgets`, if one is. Its entries of widgets are removed when
   * the organization or the user changes, and its widgets are told of each new token at once, which makes
   * them independent of the machine's clock. When the visitor comes back after a long while, they fetch
   * again only when the new tokens are there. Nothing else in it is touched: its options and the app's own
   * queries stay as they are.
   */
  queryClient?: WidgetsQueryClient | undefined;
  /** Put `WorkOsWidgets` here, not above. */
  children?: ReactNode;
}

/**
 * Sets the organization and the user for the components below. When either changes, they are unmounted and mounted
 * again: WorkOS widgets of one type share their token through the query client that `WorkOsWidgets` creates when it is
 * mounted, and would keep the old one.
 */
export function WidgetTokens(props: WidgetTokensProps): ReactNode;
