/** Files that are imported as text: by Vite in tests, by scripts/bundle.ts in the bundle. */
declare module '*?raw' {
  const text: string

  // biome-ignore lint/style/noDefaultExport: that is how Vite has it.
  export { text as default }
}
