/** Style and script of the HTML report: files of their own, and a chunk of the bundle that only that format loads. */
export { default as style } from './page.css?raw'
export { default as script } from './page.js?raw'
