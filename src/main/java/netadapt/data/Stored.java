package netadapt.data;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a dataset keeps of each image. */
public enum Stored {
  /** Pixels of the network's size: least to do later, and nothing left to crop at random. */
  @JsonProperty("fitted")
  FITTED,
  /** Pixels of the whole image, its shorter side scaled down. */
  @JsonProperty("pixels")
  PIXELS,
  /** The same as a JPEG file. */
  @JsonProperty("jpeg")
  JPEG,
  /** The file as it is. */
  @JsonProperty("original")
  ORIGINAL
}
