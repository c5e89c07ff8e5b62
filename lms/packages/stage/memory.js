// Some browsers deny storage to frames of another site by an error. What runs here gets one that lasts as long as the page.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].getItem("");
  } catch {
    const kept = new Map();
    const memory = {
      getItem: (key) => kept.get(String(key)) ?? null, setItem: (key, value) => kept.set(String(key), String(value)),
      removeItem: (key) => kept.delete(String(key)), clear: () => kept.clear(),
      key: (at) => [...kept.keys()][at] ?? null, get length() { return kept.size; },
    };
    Object.defineProperty(window, name, { value: memory });
  }
}
