// Runs a Python program in Pyodide, the Python of xlwings Lite, with the wheels of a folder.
// node on_pyodide.mjs PYODIDE-FOLDER WHEELS-FOLDER PROGRAM
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, wheels, program] = process.argv.slice(2);
try {
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
  const python = await loadPyodide({ indexURL: folder });
  for (const name of readdirSync(wheels)) {
    python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel");
  }
  await python.runPythonAsync(readFileSync(program, "utf8"));
} catch (error) {
  process.stderr.write(String(error)); // left to Node, it would come with all of Pyodide's own source
  process.exit(1);
}
