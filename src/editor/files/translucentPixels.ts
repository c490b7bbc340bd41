import type { Size } from '../../geometry/rect';
import type { RgbaImage } from '../../protocol/rgbaImage';

/**
 * The pixels of a picture as its file has them, straight alpha, by way of the graphics card: a 2D canvas multiplies colours by their alpha and
 * gives other ones back. Null where there is no such way.
 */
export async function translucentPixels(file: Blob, { width, height }: Size): Promise<RgbaImage | null> {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image', premultiplyAlpha: 'none' });
  try {
    if (Math.max(width, height) > Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))) return null;
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(
      gl.FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      gl.TEXTURE_2D,
      gl.getParameter(gl.TEXTURE_BINDING_2D),
      0,
    );
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) return null;
    const data = new Uint8ClampedArray(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    return gl.getError() === gl.NO_ERROR ? { width, height, data } : null;
  } finally {
    bitmap.close();
    gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
