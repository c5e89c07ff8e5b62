// The page around a package, on the packages' own origin: gives the package the API its standard asks for and tells
// the page around this one ("host") what it said. It knows nothing but what the host sends, and listens to no other.

(() => {
  const { host, files, standard } = document.body.dataset;
  const frame = document.getElementById("isi");
  const old = standard === "scorm12";
  let api = null;
  let count = 0;
  let opened = false;
  let refused = false;

  const tell = (kind, more = {}) => window.parent.postMessage({ kind, ...more }, host);

  // What scorm-again would send to a server goes to the host, which keeps it and sends it on.
  const bridge = {
    updateSettings() {},
    processHttpRequest(_url, values, immediate, _log, _listeners, about) {
      if (refused) return { result: "false", errorCode: old ? 101 : 391 };
      count += 1;
      tell("commit", { count, values, final: Boolean(immediate || about?.isTerminateCommit) });
      return { result: "true", errorCode: 0 };
    },
  };

  function runtime() {
    const common = {
      lmsCommitUrl: "bridge", dataCommitFormat: "flattened", autocommit: true, autocommitSeconds: 2,
      alwaysSendTotalTime: true, logLevel: 5, httpService: bridge,
    };
    return old ? new window.Scorm12API(common) : new window.Scorm2004API(common);
  }

  // A cmi5 unit finds its session in its address and talks to the store of statements itself.
  function withSession(href, session) {
    const said = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    const [path, anchor] = href.split("#");
    return `${path}${path.includes("?") ? "&" : "?"}${said}${anchor ? `#${anchor}` : ""}`;
  }

  function open({ part, values, session }) {
    if (opened) return;
    opened = true;
    if (session) {
      frame.src = files + withSession(part.href, session);
      return;
    }
    api = runtime();
    api.loadFromFlattenedJSON(values);
    window[old ? "API" : "API_1484_11"] = api;
    frame.src = files + part.href;
  }

  // Leaving the page first gives the package its own chance to say goodbye; what it forgets is said for it.
  function close() {
    frame.addEventListener("load", () => {
      if (api?.isInitialized()) old ? api.LMSFinish("") : api.Terminate("");
      tell("closed", { count });
    }, { once: true });
    frame.src = "about:blank";
  }

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== host || source !== window.parent) return;
    if (data.kind === "open") open(data);
    if (data.kind === "close") close();
    if (data.kind === "refused") refused = true;
  });

  window.addEventListener("pagehide", () => {
    if (api?.isInitialized()) old ? api.LMSCommit("") : api.Commit("");
  });
  tell("ready");
})();
