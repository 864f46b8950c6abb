import { lastWords, main } from './main.ts'

// Whoever reads our output may stop reading: `seaworthy | head` is no crash.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit()
  throw error
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(lastWords(error))
  process.exitCode = 2
}
