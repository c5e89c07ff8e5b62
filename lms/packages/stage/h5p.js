// Plays H5P content on the page that stage.js makes: what the content says becomes the same words as those of
// SCORM 2004, so that it is kept, shown and counted alike. Its state is asked for every few seconds.

window.playH5P = async ({ files, values, keep }) => {
  const place = document.createElement("div");
  document.getElementById("isi").replaceWith(place);
  place.id = "isi";
  const said = {};
  for (const name of ["cmi.completion_status", "cmi.success_status", "cmi.score.raw", "cmi.score.max",
    "cmi.score.scaled", "cmi.suspend_data"]) if (values[name]) said[name] = values[name];
  const began = Date.now();
  const before = Number(/^PT(\d+)S$/.exec(values["cmi.total_time"] ?? "")?.[1] ?? 0);

  const report = (final = false) => {
    said["cmi.total_time"] = `PT${before + Math.round((Date.now() - began) / 1000)}S`;
    said["cmi.exit"] = "suspend";
    keep({ ...said }, final);
  };

  const options = {
    h5pJsonPath: files.replace(/\/$/, ""), frameJs: "/alat/h5p-frame.js",
    frameCss: "/alat/h5p/styles/h5p.css", fullScreen: true, saveFreq: 5, reportingIsEnabled: true,
    xAPIObjectIRI: `${location.origin}/h5p`, // no user: the core would save to a server of its own
  };
  if (values["cmi.suspend_data"]) {
    options.contentUserData = [{ state: values["cmi.suspend_data"] }];
  }
  await new window.H5PStandalone.H5P(place, options);

  window.H5P.externalDispatcher.on("xAPI", (event) => {
    const { verb, result, context } = event.data.statement;
    if (context?.contextActivities?.parent?.length) return; // a question within the whole
    const name = verb.id.split("/").pop();
    if (!["answered", "completed", "passed", "failed", "mastered"].includes(name)) return;
    said["cmi.completion_status"] = "completed";
    if (result?.score) {
      said["cmi.score.raw"] = String(result.score.raw);
      said["cmi.score.max"] = String(result.score.max);
      if (Number.isFinite(result.score.scaled)) said["cmi.score.scaled"] = String(result.score.scaled);
    }
    const success = result?.success ?? { passed: true, mastered: true, failed: false }[name];
    if (typeof success === "boolean") said["cmi.success_status"] = success ? "passed" : "failed";
    remember();
    report();
  });

  function remember() {
    const inside = document.querySelector("iframe.h5p-iframe")?.contentWindow?.H5P ?? window.H5P;
    const state = inside.instances?.[0]?.getCurrentState?.();
    if (state === undefined) return false;
    const text = JSON.stringify(state);
    const isNew = text !== said["cmi.suspend_data"];
    said["cmi.suspend_data"] = text;
    return isNew;
  }

  said["cmi.completion_status"] ??= "incomplete";
  setInterval(() => remember() && report(), 5000);
  return (final) => { remember(); report(final); };
};
