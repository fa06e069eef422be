// Copy and bundle third-party assets into webapp/static/vendor, with their licences and hashes. Run by `make vendor`.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "static", "vendor");
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "katex", "fonts"), { recursive: true });
mkdirSync(join(out, "licences"), { recursive: true });

const copy = (from, to) => cpSync(join(modules, from), join(out, to));
copy("@picocss/pico/css/pico.min.css", "pico.min.css");
copy("katex/dist/katex.min.css", "katex/katex.min.css");
copy("katex/dist/katex.mjs", "katex/katex.mjs");
for (const font of readdirSync(join(modules, "katex/dist/fonts")).filter((name) => name.endsWith(".woff2"))) {
  copy(`katex/dist/fonts/${font}`, `katex/fonts/${font}`);
}
// The style sheet names woff and ttf too; every browser we support reads woff2.
const css = join(out, "katex/katex.min.css");
writeFileSync(css, readFileSync(css, "utf8").replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, ""));
await build({ entryPoints: [join(modules, "katex/dist/katex.mjs")], outfile: join(out, "katex/katex.mjs"), minify: true, format: "esm", allowOverwrite: true });
await build({
  stdin: {
    contents: ["array", "axis", "contour", "drag", "format", "path", "scale", "selection", "shape"].map((name) => `export * from "d3-${name}";`).join("\n"),
    resolveDir: here,
  },
  outfile: join(out, "d3.js"),
  bundle: true,
  minify: true,
  format: "esm",
});

const versions = {};
for (const name of ["@picocss/pico", "katex", "d3-array", "d3-axis", "d3-contour", "d3-drag", "d3-format", "d3-path", "d3-scale", "d3-selection", "d3-shape", "d3-color", "d3-dispatch", "d3-interpolate", "d3-time", "d3-time-format", "internmap"]) {
  versions[name] = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
  const licence = readdirSync(join(modules, name)).find((file) => /^licen[cs]e/i.test(file));
  cpSync(join(modules, name, licence), join(out, "licences", `${name.replace(/[@/]/g, "-").replace(/^-/, "")}.txt`));
}
const files = {};
const walk = (folder) => {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) walk(path);
    else files[relative(out, path)] = createHash("sha256").update(readFileSync(path)).digest("hex");
  }
};
walk(out);
writeFileSync(join(out, "manifest.json"), JSON.stringify({ versions, files }, null, 2) + "\n");
