// The page around a package, on the packages' own origin: gives the package the API its standard asks for and tells
// the page around this one ("host") what it said. It knows nothing but what the host sends, and listens to no other.

(() => {
  const { host, files, standard } = document.body.dataset;
  const frame = document.getElementById("isi");
  const old = standard === "scorm12";
  let api = null;
  let count = 0;
  let opened = false;
  let root = ""; // id of the whole, where parts have rules between them
  let following = null; // what to do when the run-time goes on to another part
  let goodbye = null; // what H5P has left to say
  let refused = false;
  let last = null; // where last words go: an address, and the number before the first of this opening
  let unsaid = null; // the newest report that is not told yet; it holds all
  let leaving = false; // the window closes: the host may hear no message any more

  const tell = (kind, more = {}) => window.parent.postMessage({ kind, ...more }, host);

  // What scorm-again would send to a server goes to the host, which keeps it and sends it on.
  const bridge = {
    updateSettings() {},
    processHttpRequest(_url, values, immediate, _log, _listeners, about) {
      if (refused) return { result: "false", errorCode: old ? 101 : 391 };
      const final = Boolean(immediate || about?.isTerminateCommit);
      // the end of a part moves the sequencing only after this call, so both are told together a moment later
      if (leaving) queueMicrotask(say);
      else if (!unsaid) setTimeout(say);
      unsaid = { values, final: final || unsaid?.final };
      return { result: "true", errorCode: 0 };
    },
  };

  function say() {
    if (!unsaid) return;
    const said = { ...unsaid, ...sequenced() };
    unsaid = null;
    count += 1;
    if (leaving && last) sayLast(said);
    tell("commit", { count, ...said });
  }

  // What a package says while its window closes goes to the system itself; should the host hear it too, it is kept once.
  function sayLast({ values, final, sequencing, whole }) {
    const body = new URLSearchParams({ seq: last.seq + count, values: JSON.stringify(values) });
    if (final) body.set("final", "1");
    if (sequencing) body.set("sequencing", sequencing);
    if (whole) body.set("whole", JSON.stringify(whole));
    navigator.sendBeacon(last.address, body);
  }

  // SCORM 2004 of several parts: the run-time holds the rules between them, and says what the whole is worth.
  const sequenced = () => (root ? { sequencing: api.serializeSequencingState(), whole: api.getActivityTrackingData(root) } : {});

  function begin(part, tree, sequencing) {
    root = tree.id;
    if (sequencing) api.deserializeSequencingState(sequencing);
    if (!api.processNavigationRequest("choice", part.key)) return false;
    following = (key) => key !== part.key && tell("deliver", { key });
    return true;
  }

  function runtime(tree) {
    const common = {
      lmsCommitUrl: "bridge", dataCommitFormat: "flattened", autocommit: true, autocommitSeconds: 2,
      alwaysSendTotalTime: true, logLevel: 5, httpService: bridge,
      ...(tree && { sequencing: { activityTree: tree, eventListeners: { onActivityDelivery: ({ id }) => following?.(id) } } }),
    };
    return old ? new window.Scorm12API(common) : new window.Scorm2004API(common);
  }

  // A cmi5 unit finds its session in its address and talks to the store of statements itself.
  function withSession(href, session) {
    const said = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    const [path, anchor] = href.split("#");
    return `${path}${path.includes("?") ? "&" : "?"}${said}${anchor ? `#${anchor}` : ""}`;
  }

  async function open({ part, values, session, tree, sequencing, lastWords }) {
    if (opened) return;
    opened = true;
    last = lastWords;
    if (standard === "h5p") {
      goodbye = await window.playH5P({ files, values, keep: (said, final) => bridge.processHttpRequest("", said, final) });
      return;
    }
    if (session) {
      frame.src = files + withSession(part.href, session);
      return;
    }
    api = runtime(tree);
    if (tree && !begin(part, tree, sequencing)) {
      tell("denied");
      return;
    }
    api.loadFromFlattenedJSON(values);
    window[old ? "API" : "API_1484_11"] = api;
    frame.src = files + part.href;
  }

  // Leaving the page first gives the package its own chance to say goodbye; what it forgets is said for it.
  function close() {
    if (standard === "h5p") {
      goodbye?.(true);
      goodbye = null;
      setTimeout(() => tell("closed", { count })); // after its last words
      return;
    }
    frame.addEventListener("load", () => {
      if (api?.isInitialized()) old ? api.LMSFinish("") : api.Terminate("");
      setTimeout(() => tell("closed", { count }));
    }, { once: true });
    frame.src = "about:blank";
  }

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== host || source !== window.parent) return;
    if (data.kind === "open") open(data);
    if (data.kind === "close") close();
    if (data.kind === "refused") refused = true;
  });

  const commit = () => api?.isInitialized() && (old ? api.LMSCommit("") : api.Commit(""));

  // A window that is put away may never come back.
  document.addEventListener("visibilitychange", () => document.hidden && commit());

  // A window that is led elsewhere lets frames of other sites say nothing in `unload`, where many packages say all they
  // have to say; so the package goes first. One that asks whether to leave is left alone: the answer may be no.
  window.addEventListener("beforeunload", () => {
    leaving = true;
    goodbye?.(false);
    commit();
    frame.contentDocument?.defaultView.addEventListener("beforeunload", (event) => {
      const asks = event.defaultPrevented || event.returnValue;
      setTimeout(() => (asks ? (leaving = false) : frame.remove()));
    }, { once: true });
  });

  // A window that closes.
  window.addEventListener("pagehide", () => {
    leaving = true;
    goodbye?.(true);
    commit();
  });

  tell("ready");
})();
