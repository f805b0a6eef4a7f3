package example;

import org.quiesce.junit.ModelDirectory;
import org.quiesce.junit.PropertyTests;

/** Copies of models of the atlas, against what their files expect. */
@ModelDirectory("models")
class ModelsTest implements PropertyTests {}
