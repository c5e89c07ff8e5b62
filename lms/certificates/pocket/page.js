// Reads the statement of a QR code and checks its signature with the keys below; needs no network.
const KEYS = @KEYS@;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LABELS = ["Nomor", "Nama", "Pelatihan", "Jam pelajaran", "Mulai", "Selesai", "Diterbitkan"];
const result = document.getElementById("hasil");
const field = document.getElementById("isi");
const video = document.querySelector("video");

const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

const base32 = (text) => {
  const bytes = [];
  let value = 0;
  let bits = 0;
  for (const letter of text) {
    value = ((value << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255);
  }
  return Uint8Array.from(bytes);
};

const show = (isGood, title, lines) => {
  result.className = isGood ? "sah" : "";
  const head = document.createElement("h2");
  head.textContent = title;
  const list = document.createElement("dl");
  for (const [name, value] of lines) {
    const [term, said] = ["dt", "dd"].map((tag) => document.createElement(tag));
    [term.textContent, said.textContent] = [name, value];
    list.append(term, said);
  }
  result.replaceChildren(head, list);
};

const check = async (text) => {
  const coded = text.trim().split("#").pop().toUpperCase().replace(/\s/g, "");
  if (!/^[A-Z2-7]{120,}$/.test(coded))
    return show(false, "Isi QR ini tidak lengkap", [["Saran", "Pindai ulang QR pada sertifikat."]]);
  const data = base32(coded);
  const key = KEYS.find((one) => one.id === hex(data.subarray(1, 5)));
  const message = data.subarray(69);
  const signed = new Uint8Array([...data.subarray(0, 5), ...message]);
  const isOurs = key && (await verifyAsync(data.subarray(5, 69), signed, fromHex(key.key)));
  if (data[0] !== 1 || !isOurs)
    return show(false, "Bukan dari kami, atau sudah diubah", [
      ["Arti", "Tanda tangan digital pada QR ini tidak cocok dengan kunci kami."],
    ]);
  const facts = JSON.parse(new TextDecoder().decode(message));
  show(true, "QR ini asli", LABELS.map((label, at) => [label, facts[at]]));
};

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  check(field.value).catch((fault) => show(false, "Peramban ini tidak mampu memeriksa", [["Galat", fault.message]]));
});

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const button = document.getElementById("kamera");
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  button.hidden = false;
  const look = async () => {
    const [found] = await reader.detect(video).catch(() => []);
    if (!found) return void setTimeout(look, 200);
    video.srcObject.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    field.value = found.rawValue;
    check(field.value);
  };
  button.addEventListener("click", async () => {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    look();
  });
}
if (location.hash) check(location.hash);
