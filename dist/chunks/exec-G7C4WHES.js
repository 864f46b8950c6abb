import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a,b}from"./shared-HOUPW7RB.js";import"./shared-N4NUUJTY.js";export{a as exec,b as getExecOutput};
