// Scans the QR code with the camera, where the browser can read codes; opens the page it leads to.
const place = document.querySelector("[data-scan]");

if (place && "BarcodeDetector" in window && navigator.mediaDevices) {
  const [button, status, video] = place.querySelectorAll("button, [role=status], video");
  place.hidden = false;

  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.hidden = true;
  };

  const look = async (reader) => {
    if (video.hidden) return;
    const [found] = await reader.detect(video).catch(() => []);
    const code = found?.rawValue.match(/\/verifikasi\/([0-9A-Za-z-]+)/)?.[1];
    if (!code) return void setTimeout(look, 200, reader);
    stop();
    location.assign(`/verifikasi/${code}`);
  };

  button.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
      });
      video.hidden = false;
      await video.play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      status.textContent = place.dataset.scan;
    }
  });
  addEventListener("pagehide", stop);
}
