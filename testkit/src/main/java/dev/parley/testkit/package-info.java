@org.jspecify.annotations.NullMarked
package dev.parley.testkit;
