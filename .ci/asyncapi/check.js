// Fails when AsyncAPI's own parser finds an error, or a warning, in the document that is named.
import { readFileSync } from 'node:fs'
import { DiagnosticSeverity } from '@stoplight/types'
import { Parser } from '@asyncapi/parser'

const file = process.argv[2]
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'))
for (const { severity, range, path, message } of diagnostics) {
  console.log(`${file}:${range.start.line + 1} ${DiagnosticSeverity[severity]} at ${path.join('/')}: ${message}`)
}
const isWrong = diagnostics.some(({ severity }) => severity <= DiagnosticSeverity.Warning)
if (isWrong || !document) {
  process.exit(1)
}
const { length } = document.schemas()
console.log(`${file}: ${document.channels().length} channels, ${length} schemas, no errors`)
