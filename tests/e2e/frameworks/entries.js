/** How each framework mounts the document's component, with the same interface for all tests. */

const IN_PAGE = 'import "/page.js";';

/**
 * Each sets the page's `start(element, organizationId)`, which returns `{ change(organizationId), end() }`.
 *
 * @type {Record<string, string>}
 */
export const PAGES = {
  "Svelte 5": `
    ${IN_PAGE}
    import { flushSync, mount, unmount } from "svelte";
    import App from "./App.svelte";
    globalThis.start = (target, organizationId) => {
      const app = mount(App, { target });
      const change = (next) => { app.change(next); flushSync(); };
      change(organizationId);
      return { change, end: () => unmount(app) };
    };`,
  "Vue 3": `
    ${IN_PAGE}
    import { createApp, h, nextTick, ref } from "vue";
    import Connection from "./Connection.vue";
    globalThis.start = (target, organizationId) => {
      const organization = ref(organizationId);
      const app = createApp({ render: () => h(Connection, { organizationId: organization.value }) });
      app.mount(target);
      return { change: (next) => { organization.value = next; }, end: () => app.unmount() };
    };`,
  Solid: `
    ${IN_PAGE}
    import { createSignal } from "solid-js";
    import { createComponent, render } from "solid-js/web";
    import { Connection } from "./Connection.jsx";
    globalThis.start = (target, organizationId) => {
      const [organization, setOrganization] = createSignal(organizationId);
      const end = render(
        () => createComponent(Connection, { get organizationId() { return organization(); } }), target);
      return { change: setOrganization, end };
    };`,
};

/** A parent component, because in Svelte only a parent may change a component's properties. */
export const EXTRA = {
  "App.svelte": `
    <script>
      import Connection from "./Connection.svelte";
      let organizationId = $state();
      export function change(next) { organizationId = next; }
    </script>
    {#if organizationId}<Connection {organizationId} />{/if}`,
};

/**
 * Each prints the HTML that a server renders, with the counters of the manager and the server's requests.
 *
 * @type {Record<string, string>}
 */
export const SERVERS = {
  "Svelte 5": `
    import { render } from "svelte/server";
    import Connection from "./Connection.svelte";
    globalThis.renderOnServer = async () => (await render(Connection, { props: { organizationId: "org_1" } })).body;`,
  "Vue 3": `
    import { createSSRApp } from "vue";
    import { renderToString } from "vue/server-renderer";
    import Connection from "./Connection.vue";
    globalThis.renderOnServer = () => renderToString(createSSRApp(Connection, { organizationId: "org_1" }));`,
  Solid: `
    import { createComponent, renderToStringAsync } from "solid-js/web";
    import { Connection } from "./Connection.jsx";
    globalThis.renderOnServer = () =>
      renderToStringAsync(() => createComponent(Connection, { organizationId: "org_1" }));`,
};
