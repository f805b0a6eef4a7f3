/* expected: NoUseAfterFree */
/* An interrupt that is handled in a thread alone: the kernel's own handler wakes it, and what it uses is freed first. */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct sensor {
	int irq;
	struct task_struct *task;
	wait_queue_head_t queue;
	bool sample;
};

static struct sensor *sensor;

static irqreturn_t sensor_read(int irq, void *dev_id)
{
	struct sensor *s = dev_id;

	msleep(1);
	s->sample = true;
	wake_up_interruptible(&s->queue);
	return IRQ_HANDLED;
}

static int sensor_report(void *data)
{
	struct sensor *s = data;

	while (!kthread_should_stop()) {
		wait_event_interruptible(s->queue, s->sample || kthread_should_stop());
		s->sample = false;
	}
	return 0;
}

static int __init sensor_init(void)
{
	int err;

	sensor = kzalloc(sizeof(*sensor), GFP_KERNEL);
	if (!sensor)
		return -ENOMEM;
	init_waitqueue_head(&sensor->queue);
	sensor->task = kthread_run(sensor_report, sensor, "sensor");
	if (IS_ERR(sensor->task)) {
		err = PTR_ERR(sensor->task);
		goto free;
	}
	err = request_threaded_irq(sensor->irq, NULL, sensor_read, IRQF_ONESHOT, "sensor", sensor);
	if (err)
		goto stop;
	return 0;
stop:
	kthread_stop(sensor->task);
free:
	kfree(sensor);
	return err;
}

static void __exit sensor_exit(void)
{
	int irq = sensor->irq;

	kthread_stop(sensor->task);
	kfree(sensor);
	free_irq(irq, sensor);
}

module_init(sensor_init);
module_exit(sensor_exit);
MODULE_LICENSE("GPL");
