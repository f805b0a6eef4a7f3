/* expected: NoUseAfterFree NoCodeAfterUnload */
/* Memory that goes with its device, while a timer that was taken away and runs still counts in it. */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/timer.h>

struct blinker {
	struct timer_list timer;
	int blinks;
};

static void blink(struct timer_list *t)
{
	struct blinker *b = timer_container_of(b, t, timer);

	b->blinks++;
	mod_timer(&b->timer, jiffies + HZ);
}

static int blinker_probe(struct platform_device *pdev)
{
	struct blinker *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	timer_setup(&b->timer, blink, 0);
	platform_set_drvdata(pdev, b);
	mod_timer(&b->timer, jiffies + HZ);
	return 0;
}

static void blinker_remove(struct platform_device *pdev)
{
	struct blinker *b = platform_get_drvdata(pdev);

	timer_delete(&b->timer);
}

static struct platform_driver blinker_driver = {
	.probe = blinker_probe,
	.remove = blinker_remove,
	.driver = { .name = "blinker" },
};
module_platform_driver(blinker_driver);
MODULE_LICENSE("GPL");
