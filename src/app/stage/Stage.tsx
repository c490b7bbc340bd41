import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Rect } from '../../geometry/rect';
import { motionAllowed } from '../../ui/motion';
import { fitPicture } from './fit';
import { StagePainter, type PictureImage } from './stagePainter';
import styles from './Stage.module.css';

/** What lies on the stage. */
export interface StageFrame {
  /** Of the picture in its own pixels, also while it forms and `image` is smaller. */
  width: number;
  height: number;
  /** Null: bare paper. */
  image: PictureImage | null;
  /** What a screen reader says of it. */
  label: string;
}

interface StageProps {
  frame: StageFrame | null;
  /** The part of the stage over which nothing floats, in CSS pixels from the stage's corner. */
  free: Rect | null;
}

/** The table with the picture on it. It fills the window; panels float over its margins. */
export function Stage({ frame, free }: StageProps) {
  return (
    <section className={styles.stage} aria-label="Canvas">
      {frame && free && <Paper frame={frame} place={fitPicture(frame, free)} />}
    </section>
  );
}

function Paper({ frame, place }: { frame: StageFrame; place: Rect }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<StagePainter | null>(null);
  const size = useRef('');

  useLayoutEffect(() => {
    if (!canvas.current) return;
    const mine = (painter.current = new StagePainter(canvas.current));
    return () => mine.stop();
  }, []);

  useLayoutEffect(() => {
    const density = window.devicePixelRatio;
    painter.current?.resize(Math.round(place.width * density), Math.round(place.height * density));
  }, [place.width, place.height]);

  // After the first paint of a new size: a fade needs the canvas as it was.
  useEffect(() => {
    const now = `${frame.width} ${frame.height}`;
    painter.current?.show(frame.image, now === size.current && motionAllowed());
    size.current = now;
  }, [frame.image, frame.width, frame.height]);

  return (
    <div className={styles.paper} style={{ left: place.x, top: place.y, width: place.width, height: place.height }}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={frame.label} />
    </div>
  );
}
