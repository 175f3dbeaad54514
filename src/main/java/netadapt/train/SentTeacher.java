package netadapt.train;

import org.apache.spark.broadcast.Broadcast;

/**
 * A teacher that every executor loads once, when it is first asked, and keeps.
 *
 * @param id of the model and of how it is loaded: what has the same id gives the same answers
 * @param model content of its file, sent to an executor once
 * @param loader of it
 */
public record SentTeacher(String id, Broadcast<byte[]> model, Teacher.Loader loader)
    implements Teaching {
  @Override
  public float[][] logits(float[] images, int count, int threads) {
    return WorkerTeachers.logits(this, images, count, threads);
  }

  Teacher load(int threads) {
    return loader.load(model.value(), threads);
  }
}
