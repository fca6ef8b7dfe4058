package dev.zarrasync.s3;

/** What an operation must be allowed to. */
enum Permission {
  GET("s3:GetObject"),
  LIST("s3:ListBucket"),
  PUT("s3:PutObject"),
  DELETE("s3:DeleteObject");

  private final String action;

  Permission(String action) {
    this.action = action;
  }

  /** As policies name it. */
  @Override
  public String toString() {
    return action;
  }
}
