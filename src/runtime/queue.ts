/** Runs jobs one after another, in call order; a job that fails does not stop the next. */
export class SerialQueue {
  private tail: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.tail.then(job);
    // Without its value, which the queue would hold until the next job has ended.
    const nothing = () => undefined;
    this.tail = result.then(nothing, nothing);
    return result;
  }
}
