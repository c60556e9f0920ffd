/** Stands in for what Lightning exports and the application never asks for (see webpack.config.mjs). */
export default class Unused {}
export { Unused as C2dGrayscaleShader, Unused as WebGLGrayscaleShader };
