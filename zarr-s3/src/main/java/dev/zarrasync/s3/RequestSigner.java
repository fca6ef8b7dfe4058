package dev.zarrasync.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Signs requests without a body by the AWS Signature Version 4. */
@FunctionalInterface
interface RequestSigner {

  SdkHttpRequest sign(SdkHttpRequest request, AwsCredentials credentials);
}
