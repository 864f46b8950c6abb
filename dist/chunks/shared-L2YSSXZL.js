import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function t(n,e,r){return e!=="__proto__"?n[e]=r:Object.defineProperty(n,e,{value:r,writable:!0,enumerable:!0,configurable:!0}),n}export{t as a};
