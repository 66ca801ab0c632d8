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
   * `failed`. When the boundary remounts its children, they fetch again, at the earliest five seconds after the
   * failure.
   */
  readonly error?: TokenError;
  /**
   * For a widget: `authToken={getToken}`. Waits through an outage of any length while a component with the key is
   * mounted. When the last one unmounts, waiting callers receive `aborted`, unless they passed a signal. Stable:
   * the same key returns the same function.
   */
  readonly getToken: (options?: GetTokenOptions) => Promise<string>;
}

/** A key whose organization defaults to that of the {@link WidgetTokens} above. */
export interface WidgetTokenKey {
  /** Default: the organization of the `WidgetTokens` above. */
  readonly organizationId?: string | undefined;
  /** As in {@link TokenKey}. */
  readonly widgetScope: WidgetScope | readonly WidgetScope[];
  /** As in {@link TokenKey}. */
  readonly widgetSession?: string | undefined;
}

/**
 * The token of a key, kept fresh while the component is mounted. Rerenders when it changes. Fetches when the
 * component mounts: not on a server, and not in a render that is discarded.
 *
 * @throws {TokenError} while rendering, for an invalid key, or a new one after `dispose()`
 */
export function useWidgetToken(tokens: TokenManager, key: TokenKey): WidgetToken;

/**
 * The same below a {@link WidgetTokens}, which sets the organization and the user.
 *
 * @throws {TokenError} as above
 */
export function useWidgetToken(key: WidgetTokenKey): WidgetToken;

/**
 * Turns the result of {@link useWidgetToken} into a widget's `authToken`: undefined until there is a token, then the
 * token itself for the first render, then the function. Also the function after a terminal error: a mounted widget
 * asks again when the window is focused.
 *
 * ```jsx
 * const authToken = useAuthToken(useWidgetToken({ widgetScope: "widgets:sso:manage" }));
 * return authToken ? <AdminPortalSsoConnection authToken={authToken} /> : <AdminPortalSsoConnectionLoading />;
 * ```
 *
 * A widget works with only the function, but its first requests carry no token and are rejected, which the browser
 * reports in the console.
 */
export function useAuthToken(widgetToken: WidgetToken): string | WidgetToken["getToken"] | undefined;

/** The part of a `QueryClient` of `@tanstack/react-query` 5 that is used. */
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

/** The part of a `Query` in its cache that is used. */
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
   * The signed-in user: passed to `setUser` when it changes. With null, nobody is signed in and nothing is rendered.
   * If omitted, call `setUser` yourself; that does not remount the children.
   */
  user?: string | null | undefined;
  /**
   * The query client that you pass to `WorkOsWidgets`, if any. The widgets' entries are removed when the
   * organization or the user changes. Widgets receive each new token immediately, so they do not depend on the
   * local clock, and after a long absence they refetch only once the new tokens have arrived. Its options and the
   * app's own queries are not changed.
   */
  queryClient?: WidgetsQueryClient | undefined;
  /** Put `WorkOsWidgets` here, not above. */
  children?: ReactNode;
}

/**
 * Sets the organization and the user for the components below. When either changes, they are remounted: WorkOS
 * widgets of one type share their token through the query client that `WorkOsWidgets` creates when it mounts, and
 * would keep the old one.
 */
export function WidgetTokens(props: WidgetTokensProps): ReactNode;
