package dev.zarrasync.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run against the chosen S3 server. A constructor or a test method takes it as a
 * parameter of type {@link S3Server}. All such classes of a run share one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedS3Server.class)
@interface OnS3Server {}
