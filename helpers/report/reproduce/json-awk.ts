/** JSON for a shell without any other tool: a program for awk (POSIX) that writes a line for each node of a JSON text. */

/** Writes `pointer TAB type TAB value` for each node, strings decoded (beyond ASCII as `?`); exit status 3 where the text is not one JSON value. */
export const jsonAwk = String.raw`
function white() { while (p <= n && index(" \t\r\n", substr(s, p, 1))) p++ }
function hex(c) { return index("0123456789abcdef", tolower(c)) - 1 }
function string(   r, c, code) {
  p++; r = ""
  while (p <= n) {
    c = substr(s, p, 1)
    if (c == "\"") { p++; return r }
    if (c == "\\") {
      c = substr(s, p + 1, 1); p += 2
      if (c == "u") {
        code = hex(substr(s, p + 2, 1)) * 16 + hex(substr(s, p + 3, 1))
        r = r (substr(s, p, 2) == "00" && code >= 32 && code < 127 ? sprintf("%c", code) : "?"); p += 4
      } else r = r (index("nrtbf", c) ? " " : c)
    } else { r = r c; p++ }
  }
  bad = 1; return r
}
function node(path, type, text) { print path "\t" type "\t" text }
function value(path,   c, key, i, text) {
  white(); c = substr(s, p, 1)
  if (c == "{") {
    node(path, "object", ""); p++; white()
    if (substr(s, p, 1) == "}") { p++; return }
    while (!bad) {
      white(); if (substr(s, p, 1) != "\"") { bad = 1; return }
      key = string(); gsub(/~/, "~0", key); gsub(/\//, "~1", key)
      white(); if (substr(s, p, 1) != ":") { bad = 1; return }
      p++; value(path "/" key); white(); c = substr(s, p, 1); p++
      if (c == "}") return
      if (c != ",") bad = 1
    }
  } else if (c == "[") {
    node(path, "array", ""); p++; white()
    if (substr(s, p, 1) == "]") { p++; return }
    for (i = 0; !bad; i++) {
      value(path "/" i); white(); c = substr(s, p, 1); p++
      if (c == "]") return
      if (c != ",") bad = 1
    }
  } else if (c == "\"") { text = string(); node(path, "string", text) }
  else if (match(substr(s, p, 80), /^-?[0-9][0-9.eE+-]*/)) {
    text = substr(s, p, RLENGTH); p += RLENGTH; node(path, text ~ /[.eE]/ ? "number" : "integer", text)
  } else if (match(substr(s, p, 5), /^(true|false)/)) { text = substr(s, p, RLENGTH); p += RLENGTH; node(path, "boolean", text) }
  else if (substr(s, p, 4) == "null") { p += 4; node(path, "null", "null") }
  else bad = 1
}
{ s = s (NR > 1 ? "\n" : "") $0 }
END { n = length(s); p = 1; value(""); white(); if (bad || p <= n) exit 3 }
`.trim();
