// A text as a QR code, drawn as one path; the code itself is Lean QR's (vendor/lean-qr.js, MIT).
import { leanQr } from "./vendor/lean-qr.js";

const EDGE = 4;
// With least correction, the most that a code of the largest size holds.
export const MOST = 2900;

/** The code as an SVG element with a name, or null when the text does not fit. */
export function qrCode(text, name) {
  if (new TextEncoder().encode(text).length > MOST) return null;
  const code = leanQr.generate(text, {
    modes: [leanQr.mode.ascii],
    maxCorrectionLevel: leanQr.correction.L,
  });
  const size = code.size + 2 * EDGE;
  let path = "";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1)
      if (code.get(x, y)) path += `M${x + EDGE} ${y + EDGE}h1v1h-1z`;
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const put = (tag, values) => {
    const node = document.createElementNS(space, tag);
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
    svg.append(node);
  };
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  svg.setAttribute("class", "cop-code");
  put("rect", { width: size, height: size, fill: "#fff" });
  put("path", { d: path, fill: "#000" });
  return svg;
}
